"""Attributions of articles by exported weights: python -m training.predict --folder DIR --articles FILE --out FILE."""

import argparse
import json
import time
from pathlib import Path

from onrecord.extraction.tagger import AttributionTagger, Tagged
from training.data import Article, read_articles


def predict(tagger: AttributionTagger, articles: list[Article], out: Path) -> float:
    """Write the attributions of each article and give the words read per CPU second."""
    tagger.tag("Warm up, she said.")
    words, spent = 0, 0.0
    with out.open("w", encoding="utf-8") as lines:
        for article in articles:
            start = time.process_time()
            found = tagger.tag(article.text)
            spent += time.process_time() - start
            words += len(article.text.split())
            item = {"id": article.id, "attributions": [as_item(one) for one in found]}
            lines.write(json.dumps(item, ensure_ascii=False) + "\n")
    return words / spent


def as_item(tagged: Tagged) -> dict[str, object]:
    """An attribution as the scorer takes it."""
    return {
        "source": tagged.source,
        "cue": tagged.cue,
        "content": tagged.content,
        "confidence": round(tagged.confidence, 4),
    }


def main() -> None:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--articles", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--publisher", help="only this publisher's articles")
    named = parser.parse_args()
    articles = [one for one in read_articles(named.articles) if named.publisher in (None, one.publisher)]
    pace = predict(AttributionTagger(named.folder, named.threads), articles, named.out)
    print(f"{pace:.0f} words per CPU second")


if __name__ == "__main__":
    main()
