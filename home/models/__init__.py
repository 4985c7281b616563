from home.models.base import BasePage
from home.models.messages import ContactMessage, LanguageRequest, PageFeedback, TranslationProblem
from home.models.pages import HomePage, InformationPage
from home.models.pictures import Picture, PictureRendition
from home.models.reviewed import Reviewed, ReviewedPage
from home.models.search import SearchEntry, SearchPosting, SearchWord
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
    "Fact",
    "HomePage",
    "InformationPage",
    "LanguageRequest",
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
    "Term",
    "TranslationProblem",
    "TranslationRecord",
]
