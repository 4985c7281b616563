import secrets
from functools import partial
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image, WagtailImageField, get_upload_to

from home import front_cache, photos, picture_storage


class Picture(AbstractImage):
    """An image that says what it shows or that it is decoration (duty A8), without metadata (P12)."""

    file = WagtailImageField(
        _("file"),
        upload_to=get_upload_to,
        storage=picture_storage.pictures,
        width_field="width",
        height_field="height",
    )
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

    def show(self, public: bool) -> None:
        """Moves the file to where everybody may see it, or back out of sight; never under a name it had before."""
        if picture_storage.is_unpublished(self.file.name) is not public:
            return
        self.renditions.all().delete()
        storage, before = self.file.storage, PurePosixPath(self.file.name)
        transaction.on_commit(partial(front_cache.remove_file, storage, str(before)))
        prefix = "" if public else picture_storage.PREFIX
        with storage.open(str(before)) as file:
            self.file = storage.save(str(before.with_name(f"{prefix}{secrets.token_hex(16)}{before.suffix}")), file)
        # Wagtail remembers sizes by picture and hash, in the memory of every process.
        self.file_hash = secrets.token_hex(20)
        self.save()

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
