"""A letter that is ready -> out of the house, by whatever the installation has; nothing where it has nothing."""

from lighed.web.delivery.delivery import Delivery, DeliveryFailed
from lighed.web.delivery.file_drop import FileDrop
from lighed.web.delivery.installed import installed_delivery
from lighed.web.delivery.paper import letter_as_pdf

__all__ = ["Delivery", "DeliveryFailed", "FileDrop", "installed_delivery", "letter_as_pdf"]
