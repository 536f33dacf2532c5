"""A server is warm before it says where it is."""

import gc

from firstseen.claims.match.meaning import encoder
from firstseen.web.views import templates
from firstseen.web.warming import warm_up


def test_models_and_pages_are_loaded_before_anybody_asks() -> None:
    encoder.cache_clear()
    templates.cache_clear()
    try:
        warm_up()
        assert encoder.cache_info().currsize == 1
        assert len(templates().cache or ()) >= len(templates().list_templates(("j2",))) > 20
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
