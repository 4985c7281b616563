from home.models.base import BasePage
from home.models.forms import FormAnswer, FormPage
from home.models.machine_drafts import DraftingMonth, Failure, MachineDraft
from home.models.messages import ContactMessage, LanguageRequest, PageFeedback, TranslationProblem
from home.models.pages import HomePage, InformationPage
from home.models.pictures import Picture, PictureRendition
from home.models.reviewed import Reviewed, ReviewedPage
from home.models.search import SearchEntry, SearchPosting, SearchWord
from home.models.services import Service
from home.models.snippets import Alert, Area, Category, Contact, Fact, Person, Place, Term
from home.models.tasks import CouncilTask
from home.models.translation import TranslationRecord

__all__ = [
    "Alert",
    "Area",
    "BasePage",
    "Category",
    "Contact",
    "ContactMessage",
    "CouncilTask",
    "DraftingMonth",
    "Fact",
    "Failure",
    "FormAnswer",
    "FormPage",
    "HomePage",
    "InformationPage",
    "LanguageRequest",
    "MachineDraft",
    "PageFeedback",
    "Person",
    "Picture",
    "PictureRendition",
    "Place",
    "Reviewed",
    "ReviewedPage",
    "SearchEntry",
    "SearchPosting",
    "SearchWord",
    "Service",
    "Term",
    "TranslationProblem",
    "TranslationRecord",
]
