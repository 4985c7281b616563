"""Draw the sample pictures: `python draw.py` for all of them, or `python draw.py hero school` for some.

Needs Pillow and Playwright for Python; `--chromium` names the browser that turns the drawings into pixels.
"""

import argparse
import io
import shutil
from pathlib import Path

import outdoors
import rooms
import streets
from paper import HEIGHT, WIDTH
from PIL import Image, ImageFilter
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
LIMIT = 69_000
SCENES = {scene.__name__.replace("_", "-"): scene for scene in streets.SCENES + rooms.SCENES + outdoors.SCENES}


def packed(pixels: bytes) -> bytes:
    """The picture as WebP, as good as fits under the limit; a very busy picture is softened a little."""
    image = Image.open(io.BytesIO(pixels)).convert("RGB")
    soft = image.filter(ImageFilter.GaussianBlur(0.5))
    for quality in range(90, 20, -2):
        out = io.BytesIO()
        (image if quality > 50 else soft).save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LIMIT:
            break
    return out.getvalue()


def main() -> None:
    """Draw the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="pictures to draw; all if none is named")
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--into", type=Path, default=HERE)
    chosen = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chosen.chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for name in chosen.names or SCENES:
            page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{SCENES[name]()}")
            image = packed(page.screenshot())
            (chosen.into / f"{name}.webp").write_bytes(image)
            print(f"{name}: {len(image) // 1000} kB")
        browser.close()


if __name__ == "__main__":
    main()
