"""All toxicities of one patient as of the moment of a chart."""

from bedside.chart import Chart
from bedside.protocol.edition import Protocol
from bedside.toxicities.counts import icaht, t_icaht
from bedside.toxicities.found import Toxicities, no_limits
from bedside.toxicities.gvhd import gvhd_course
from bedside.toxicities.iec_hs import iec_hs, stated
from bedside.toxicities.licats import licats_course
from bedside.toxicities.older_crs import older_crs
from bedside.toxicities.samples import Samples
from bedside.toxicities.scores import car_hematotox_of, easix_course, hscore_of
from bedside.uncollected import uncollected
from bedside.work_up import Limits, of_result
from grading.grade import episodes


def toxicities(
    of: Chart, protocol: Protocol | None = None, limits: Limits = no_limits
) -> Toxicities:
    """All toxicities as of the chart's moment.

    ``protocol`` says whether GvHD is looked for. ``limits`` gives the limits of normal of a
    laboratory entry; where it gives none, those count that came with the result.
    """
    with uncollected():
        return _found(of, protocol, limits)


def _found(of: Chart, protocol: Protocol | None, limits: Limits) -> Toxicities:
    samples = Samples(of)
    steps = of.courses["crs"].steps
    of_crs = episodes(steps)
    return Toxicities(
        patient=of.patient,
        now=of.now,
        study_day=None if samples.infused is None else samples.day(of.now),
        icaht=icaht(samples),
        t_icaht=t_icaht(samples),
        iec_hs=iec_hs(samples, of_result if limits is no_limits else limits, steps, of_crs),
        licats=licats_course(samples),
        gvhd=gvhd_course(samples, protocol),
        older_crs=older_crs(of, [one for one in of_crs if one.maximum > 0]),
        car_hematotox=car_hematotox_of(samples),
        easix=easix_course(samples),
        hscore=hscore_of(samples, stated(samples)),
    )
