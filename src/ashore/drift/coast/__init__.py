"""Where the land is: a regional raster over the exact shoreline, built once from an open package.

Measured on 2 cores (AMD EPYC, AVX-512), the Channel (10° x 4°, 38,600 vertices) and western Norway (8° x 6°, 111,800):

- drawn in 0.06 s and 0.14 s, after 0.07 s for the shoreline's index; the first time ever, compiling takes 5 s more;
- kept in 2.4 MB and 4.3 MB, as in memory; read back in 3 ms;
  the process has 95 MB before, 98 and 100 MB after reading, 316 MB if it draws (85 are the shoreline's file, mapped);
- 49 M and 33 M look-ups a second of places anywhere in the box, on one core, 23 M among the Norwegian fjords;
  30 M and 28 M paths of some 600 m a second, 13 M among the fjords.

Cells of 1/128° are the knee: in the fjords 1/64° takes half as long again, 1/256° saves an eighth at twice the memory.
The whole world is drawn in 6 s and 280 MB, in cells of 1/16°; the geometry is as exact in any cell.
"""

from ashore.drift.coast.keeping import coast
from ashore.drift.coast.land import Coast, open_sea
from ashore.drift.coast.region import Region, region_for

__all__ = ["Coast", "Region", "coast", "open_sea", "region_for"]
