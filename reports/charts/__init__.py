"""The pictures of a report as SVG: field of four, bars of the areas, then and now, beside other companies.

Geometry is computed here and drawn by the templates in `templates/charts/`; page and PDF use the same
drawing. Colours stand as presentation attributes, which the PDF reads, and every part has a class,
which the page may restyle: neither inline styles nor scripts are needed under a strict policy. What is
not known is hatched and said in words; colour never carries a meaning alone.
"""

from reports.charts.bars import Bars
from reports.charts.beside import Beside
from reports.charts.change import Change
from reports.charts.drawing import Paint, coordinate
from reports.charts.field import Field

Chart = Bars | Beside | Change | Field

__all__ = ["Bars", "Beside", "Change", "Chart", "Field", "Paint", "coordinate"]
