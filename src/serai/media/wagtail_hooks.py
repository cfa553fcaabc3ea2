"""The newsroom's chooser of pictures is found by our own words (viewsets.py)."""

from wagtail.images.views.chooser import viewset

from serai.media.viewsets import PictureChooseView, PictureResultsView

viewset.choose_view_class = PictureChooseView
viewset.choose_results_view_class = PictureResultsView
