"""Both steps, anonymisation and person types, as one scikit-learn estimator; imported by nothing in the product."""

from lighed.research.model import PersonTypeModel

__all__ = ["PersonTypeModel"]
