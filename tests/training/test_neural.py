"""Training of the transformer, from a small one made here: needs PyTorch, so that it skips elsewhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import gazetteer
from geoview import recognize
from geoview.recognize.pieces import CLOSES, OPENS, UNKNOWN
from geoview.types import Article

torch = pytest.importorskip("torch", reason="PyTorch is not installed: pip install --group neural-training")
pytest.importorskip("safetensors", reason="safetensors is not installed: pip install --group neural-training")
pytest.importorskip("pycrfsuite", reason="python-crfsuite is not installed: pip install --group training")

WIDTH = 96


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """Return the folder of a BERT model of one random layer."""
    from safetensors.torch import save_file  # noqa: PLC0415 -- see above

    torch.manual_seed(0)
    letters = [one for letter in "abcdefghijklmnopqrstuvwxyz.," for one in (letter, f"##{letter}")]
    vocabulary = ["[PAD]", *(f"[unused{at}]" for at in range(995)), UNKNOWN, OPENS, CLOSES, *letters]
    made = {
        "embeddings.word_embeddings.weight": torch.randn(len(vocabulary), WIDTH),
        "embeddings.position_embeddings.weight": torch.randn(128, WIDTH),
        "embeddings.token_type_embeddings.weight": torch.zeros(2, WIDTH),
    }
    layer = "encoder.layer.0."
    for name, rows, columns in (
        *((f"{layer}attention.self.{part}", WIDTH, WIDTH) for part in ("query", "key", "value")),
        (f"{layer}attention.output.dense", WIDTH, WIDTH),
        (f"{layer}intermediate.dense", 4 * WIDTH, WIDTH),
        (f"{layer}output.dense", WIDTH, 4 * WIDTH),
    ):
        made[f"{name}.weight"], made[f"{name}.bias"] = 0.1 * torch.randn(rows, columns), torch.zeros(rows)
    for name in ("embeddings", f"{layer}attention.output", f"{layer}output"):
        made[f"{name}.LayerNorm.weight"], made[f"{name}.LayerNorm.bias"] = torch.ones(WIDTH), torch.zeros(WIDTH)
    folder = tmp_path / "encoder"
    folder.mkdir()
    save_file(made, folder / "model.safetensors")
    config = {"hidden_size": WIDTH, "num_attention_heads": 12}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "vocab.txt").write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
    return folder


def test_training_makes_a_model_that_finds_places(
    encoder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from geoview.training.neural import main  # noqa: PLC0415 -- needs PyTorch

    text = "The mayor of Aleppo went to Homs, they said. A fire broke out near Hama.\n" * 4
    toponyms = [
        {"start": at, "end": at + len(name), "text": name}
        for name in ("Aleppo", "Homs", "Hama")
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    corpus, model = tmp_path / "corpus.jsonl", tmp_path / "small.model"
    rows = [json.dumps({"id": str(at), "text": text, "toponyms": toponyms}) for at in range(20)]
    corpus.write_text("\n".join(rows), encoding="utf-8")
    options = [str(corpus), "-o", str(model), "--encoder", str(encoder), "--layers", "1", "--rounds", "2"]
    monkeypatch.setattr(sys, "argv", ["neural", *options])
    main()
    assert "trained on 20 articles" in capsys.readouterr().err
    with gazetteer.open() as places:
        found = recognize.load(model, places).mentions(Article(id="1", text="The mayor of Homs went to Hama."))
    assert [mention.text for mention in found] == ["Homs", "Hama"]


def test_the_network_and_the_encoder_agree(encoder: Path) -> None:
    from geoview.recognize.encoder import Encoder, pack, unpack  # noqa: PLC0415 -- with the next
    from geoview.training.network import Base, Network  # noqa: PLC0415 -- needs PyTorch

    base = Base(encoder)
    kept = base.kept(2_000)
    assert [base.vocabulary[at] for at in kept[:4]] == [UNKNOWN, OPENS, CLOSES, "a"]
    network = Network(base, kept, 3, 1).eval()
    network.round_from_now()
    pieces, cues = [1, 5, 9, 2], [[], [1, 3], [2], []]
    padded = torch.tensor([[[*row, 0, 0][:2] for row in cues]])
    with torch.no_grad():
        theirs = network(torch.tensor([pieces]), padded, torch.ones(1, 4, dtype=torch.bool))[0].numpy()
    ours = Encoder(unpack(pack(network.tensors()))).scores(pieces, cues)
    assert ours == pytest.approx(theirs, abs=0.02)  # vectors are kept in 16 bits
