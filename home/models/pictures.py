from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from home import photos


class Picture(AbstractImage):
    """An image that says what it shows or that it is decoration (duty A8), without metadata (P12)."""

    decorative = models.BooleanField(
        _("decoration only"), default=False, help_text=_("Tick if the picture tells the reader nothing.")
    )

    admin_form_fields = (*Image.admin_form_fields, "decorative")

    def clean(self) -> None:
        super().clean()
        if not self.description and not self.decorative:
            raise ValidationError({"description": _("Say what the picture shows, or tick “decoration only”.")})

    def save(self, *args, **kwargs) -> None:
        if self.file and not self.file._committed:
            self._drop_metadata()
        super().save(*args, **kwargs)

    def _drop_metadata(self) -> None:
        name, content = self.file.name, self.file.read()
        try:
            clean = photos.without_metadata(content)
        except photos.UnsafePhoto as error:
            raise ValidationError({"file": _("This file cannot be read as a picture.")}) from error
        self.file = ContentFile(clean, name=name)
        self.file_size, self.file_hash = len(clean), ""

    @property
    def default_alt_text(self) -> str:
        return "" if self.decorative else self.description


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
