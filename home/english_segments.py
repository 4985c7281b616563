"""Takes up the English of a page or snippet into the tables of wagtail-localize, in bulk.

The rows are those its own `update_from_db` writes; that asks the database four times about every passage, which is
most of what publishing a page costs.
"""

import json
from collections import defaultdict
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import OverridableSegmentValue, RelatedObjectSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

# What tells the segments of one kind apart, besides where they stand.
FIELDS = {
    StringSegment: ("string_id", "attrs"),
    TemplateSegment: ("template_id",),
    RelatedObjectSegment: ("object_id",),
    OverridableSegment: ("data_json",),
}


@transaction.atomic
def take_up(instance: TranslatableMixin) -> TranslationSource:
    """What wagtail-localize knows of this English page or snippet, as it stands in the database now."""
    known, _is_new = TranslatableObject.objects.get_or_create_from_instance(instance)
    # Held until the end, so that two people publishing the same page do not write its passages at once.
    TranslatableObject.objects.select_for_update().get(pk=known.pk)
    source = TranslationSource.objects.filter(object=known, locale_id=instance.locale_id).first()
    if source is None:
        instance = instance.specific if isinstance(instance, Page) else instance
        kind = ContentType.objects.get_for_model(type(instance))
        source = TranslationSource(object=known, locale=instance.locale, specific_content_type=kind)
    else:
        instance = source.get_source_instance()
    source.content_json = _stored(instance)
    source.object_repr = str(instance)[:200]
    source.schema_version = get_schema_version(instance._meta.app_label)
    source.last_updated_at = timezone.now()
    source.save()
    _refresh_segments(source)
    return source


def _stored(instance: TranslatableMixin) -> str:
    if isinstance(instance, ClusterableModel):
        return instance.to_json()
    return json.dumps(get_serializable_data_for_fields(instance), cls=DjangoJSONEncoder)


def _refresh_segments(source: TranslationSource) -> None:
    instance = source.as_instance()
    values = extract_segments(instance)
    contexts = _contexts(source, instance, (value.path for value in values))
    strings = _strings(source.locale_id, (value.string.data for value in values if hasattr(value, "string")))
    wanted = defaultdict(dict)
    for value in values:
        if isinstance(value, TemplateSegmentValue):
            model, own = TemplateSegment, (Template.from_value(value).pk,)
        elif isinstance(value, RelatedObjectSegmentValue):
            related, _is_new = TranslatableObject.objects.get_or_create(
                content_type=value.content_type, translation_key=value.translation_key
            )
            model, own = RelatedObjectSegment, (related.pk,)
        elif isinstance(value, OverridableSegmentValue):
            model, own = OverridableSegment, (json.dumps(value.data, cls=DjangoJSONEncoder),)
        else:
            model, own = StringSegment, (strings[value.string.data], json.dumps(value.attrs, cls=DjangoJSONEncoder))
        wanted[model][contexts[value.path], value.order, *own] = None
    for model, own in FIELDS.items():
        fields = ("context_id", "order", *own)
        there = {tuple(row): pk for pk, *row in model.objects.filter(source=source).values_list("pk", *fields)}
        gone = [pk for row, pk in there.items() if row not in wanted[model]]
        if gone:
            model.objects.filter(pk__in=gone).delete()
        new = [row for row in wanted[model] if row not in there]
        model.objects.bulk_create([model(source=source, **dict(zip(fields, row, strict=True))) for row in new])


def _contexts(source: TranslationSource, instance: TranslatableMixin, paths: Iterable[str]) -> dict[str, int]:
    """The number of every place of this thing that has something to translate."""
    paths = dict.fromkeys(paths)
    places = TranslationContext.objects.filter(object_id=source.object_id)
    numbers = dict(places.values_list("path", "pk"))
    new = [
        TranslationContext(object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path))
        for path in paths
        if path not in numbers
    ]
    for context in TranslationContext.objects.bulk_create(new):
        context.get_field_path(instance)
        numbers[context.path] = context.pk
    return numbers


def _strings(locale: int, texts: Iterable[str]) -> dict[str, int]:
    """The number of every text."""
    hashes = {String._get_data_hash(text): text for text in texts}
    strings = String.objects.filter(locale=locale, data_hash__in=hashes)
    there = set(strings.values_list("data_hash", flat=True))
    new = [String(locale_id=locale, data_hash=key, data=text) for key, text in hashes.items() if key not in there]
    # Somebody else may publish the same words at this moment.
    String.objects.bulk_create(new, ignore_conflicts=True)
    return {hashes[key]: pk for key, pk in strings.values_list("data_hash", "pk")}
