from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Static files under hashed names, compressed once, with JavaScript imports rewritten too."""

    support_js_module_import_aggregation = True
