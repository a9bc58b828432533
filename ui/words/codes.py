"""Words for the codes of the record, in the middle of a sentence: devices, findings, causes."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QLocale

from ui.words.table import Table

device = Table(
    "Device",
    {
        "room_air": QT_TRANSLATE_NOOP("Device", "room air"),
        "blow_by": QT_TRANSLATE_NOOP("Device", "blow-by oxygen"),
        "nasal_cannula": QT_TRANSLATE_NOOP("Device", "nasal cannula"),
        "high_flow_nasal_cannula": QT_TRANSLATE_NOOP("Device", "high-flow nasal cannula"),
        "simple_face_mask": QT_TRANSLATE_NOOP("Device", "simple face mask"),
        "venturi": QT_TRANSLATE_NOOP("Device", "Venturi mask"),
        "partial_rebreather": QT_TRANSLATE_NOOP("Device", "partial rebreathing mask"),
        "non_rebreather": QT_TRANSLATE_NOOP("Device", "non-rebreathing mask"),
        "tracheostomy_mask": QT_TRANSLATE_NOOP("Device", "tracheostomy mask"),
        "cpap": QT_TRANSLATE_NOOP("Device", "CPAP"),
        "bipap": QT_TRANSLATE_NOOP("Device", "BiPAP"),
        "intubated_mv": QT_TRANSLATE_NOOP("Device", "intubated and ventilated"),
        "ecmo": QT_TRANSLATE_NOOP("Device", "ECMO"),
    },
)
"""An oxygen device."""

device_short = Table(
    "Device",
    {
        "room_air": QT_TRANSLATE_NOOP("Device", "air"),
        "blow_by": QT_TRANSLATE_NOOP("Device", "blow-by"),
        "nasal_cannula": QT_TRANSLATE_NOOP("Device", "NC"),
        "high_flow_nasal_cannula": QT_TRANSLATE_NOOP("Device", "HFNC"),
        "simple_face_mask": QT_TRANSLATE_NOOP("Device", "mask"),
        "venturi": QT_TRANSLATE_NOOP("Device", "Venturi"),
        "partial_rebreather": QT_TRANSLATE_NOOP("Device", "PRM"),
        "non_rebreather": QT_TRANSLATE_NOOP("Device", "NRM"),
        "tracheostomy_mask": QT_TRANSLATE_NOOP("Device", "trach. mask"),
        "cpap": QT_TRANSLATE_NOOP("Device", "CPAP"),
        "bipap": QT_TRANSLATE_NOOP("Device", "BiPAP"),
        "intubated_mv": QT_TRANSLATE_NOOP("Device", "ventilated"),
        "ecmo": QT_TRANSLATE_NOOP("Device", "ECMO"),
    },
)
"""An oxygen device in as few letters as a ward uses."""

purpose = Table(
    "Purpose",
    {
        "hypoxia": QT_TRANSLATE_NOOP("Purpose", "for hypoxia"),
        "airway_protection": QT_TRANSLATE_NOOP("Purpose", "for airway protection"),
        "procedure": QT_TRANSLATE_NOOP("Purpose", "for a procedure"),
        "seizure": QT_TRANSLATE_NOOP("Purpose", "for a seizure"),
        "sleep_apnoea": QT_TRANSLATE_NOOP("Purpose", "for known sleep apnoea"),
    },
)
"""What oxygen support is given for."""

site = Table(
    "Site",
    {
        "oral": QT_TRANSLATE_NOOP("Site", "oral"),
        "axillary": QT_TRANSLATE_NOOP("Site", "axillary"),
        "tympanic": QT_TRANSLATE_NOOP("Site", "tympanic"),
        "temporal": QT_TRANSLATE_NOOP("Site", "temporal"),
        "rectal": QT_TRANSLATE_NOOP("Site", "rectal"),
        "core": QT_TRANSLATE_NOOP("Site", "core"),
    },
)
"""Where a temperature was taken."""

method = Table(
    "Method",
    {
        "cuff": QT_TRANSLATE_NOOP("Method", "cuff"),
        "arterial": QT_TRANSLATE_NOOP("Method", "arterial line"),
        "manual": QT_TRANSLATE_NOOP("Method", "by hand"),
    },
)
"""How a blood pressure was taken."""

acvpu = Table(
    "Acvpu",
    {
        "A": QT_TRANSLATE_NOOP("Acvpu", "alert"),
        "C": QT_TRANSLATE_NOOP("Acvpu", "newly confused"),
        "V": QT_TRANSLATE_NOOP("Acvpu", "responds to voice"),
        "P": QT_TRANSLATE_NOOP("Acvpu", "responds to pain"),
        "U": QT_TRANSLATE_NOOP("Acvpu", "unresponsive"),
    },
)
"""Consciousness as ACVPU has it, by letter."""

loc = Table(
    "Loc",
    {
        "alert": QT_TRANSLATE_NOOP("Loc", "alert"),
        "awakens_spontaneously": QT_TRANSLATE_NOOP("Loc", "drowsy, awakens spontaneously"),
        "awakens_to_voice": QT_TRANSLATE_NOOP("Loc", "awakens to voice"),
        "awakens_to_tactile": QT_TRANSLATE_NOOP("Loc", "awakens to touch only"),
        "vigorous_tactile": QT_TRANSLATE_NOOP("Loc", "awakens to vigorous touch only"),
        "stupor": QT_TRANSLATE_NOOP("Loc", "stupor"),
        "coma": QT_TRANSLATE_NOOP("Loc", "coma"),
        "unarousable": QT_TRANSLATE_NOOP("Loc", "unarousable"),
    },
)
"""Level of consciousness as ICANS has it."""

seizure = Table(
    "Seizure",
    {
        "none": QT_TRANSLATE_NOOP("Seizure", "no seizure"),
        "clinical": QT_TRANSLATE_NOOP("Seizure", "clinical seizure"),
        "nonconvulsive_resolved": QT_TRANSLATE_NOOP(
            "Seizure", "non-convulsive seizure, resolved with treatment"
        ),
        "prolonged": QT_TRANSLATE_NOOP("Seizure", "prolonged seizure"),
        "repetitive_no_return": QT_TRANSLATE_NOOP(
            "Seizure", "repeated seizures without return to baseline"
        ),
    },
)
"""A seizure by kind."""

oedema = Table(
    "Oedema",
    {
        "none": QT_TRANSLATE_NOOP("Oedema", "no cerebral oedema on imaging"),
        "focal": QT_TRANSLATE_NOOP("Oedema", "focal cerebral oedema on imaging"),
        "diffuse": QT_TRANSLATE_NOOP("Oedema", "diffuse cerebral oedema on imaging"),
    },
)
"""Cerebral oedema on imaging."""

neuro_present = Table(
    "Neuro",
    {
        "deep_focal_weakness": QT_TRANSLATE_NOOP("Neuro", "deep focal weakness"),
        "mild_focal_weakness": QT_TRANSLATE_NOOP("Neuro", "mild focal weakness"),
        "posturing": QT_TRANSLATE_NOOP("Neuro", "posturing"),
        "cn6_palsy": QT_TRANSLATE_NOOP("Neuro", "palsy of the sixth cranial nerve"),
        "papilloedema": QT_TRANSLATE_NOOP("Neuro", "papilloedema"),
        "cushing_triad": QT_TRANSLATE_NOOP("Neuro", "Cushing triad"),
        "haemorrhage": QT_TRANSLATE_NOOP("Neuro", "intracranial haemorrhage"),
        "tremor": QT_TRANSLATE_NOOP("Neuro", "tremor"),
        "myoclonus": QT_TRANSLATE_NOOP("Neuro", "myoclonus"),
    },
)
"""A neurological finding that is there, by field of ``Neuro``."""

neuro_absent = Table(
    "Neuro",
    {
        "deep_focal_weakness": QT_TRANSLATE_NOOP("Neuro", "no deep focal weakness"),
        "mild_focal_weakness": QT_TRANSLATE_NOOP("Neuro", "no mild focal weakness"),
        "posturing": QT_TRANSLATE_NOOP("Neuro", "no posturing"),
        "cn6_palsy": QT_TRANSLATE_NOOP("Neuro", "no palsy of the sixth cranial nerve"),
        "papilloedema": QT_TRANSLATE_NOOP("Neuro", "no papilloedema"),
        "cushing_triad": QT_TRANSLATE_NOOP("Neuro", "no Cushing triad"),
        "haemorrhage": QT_TRANSLATE_NOOP("Neuro", "no intracranial haemorrhage"),
        "tremor": QT_TRANSLATE_NOOP("Neuro", "no tremor"),
        "myoclonus": QT_TRANSLATE_NOOP("Neuro", "no myoclonus"),
    },
)
"""A neurological finding that was looked for and is not there, by field of ``Neuro``."""

ice_item = Table(
    "IceItem",
    {
        "orient_year": QT_TRANSLATE_NOOP("IceItem", "Names the year"),
        "orient_month": QT_TRANSLATE_NOOP("IceItem", "Names the month"),
        "orient_city": QT_TRANSLATE_NOOP("IceItem", "Names the city"),
        "orient_hospital": QT_TRANSLATE_NOOP("IceItem", "Names the hospital"),
        "name_1": QT_TRANSLATE_NOOP("IceItem", "Names the first object shown"),
        "name_2": QT_TRANSLATE_NOOP("IceItem", "Names the second object shown"),
        "name_3": QT_TRANSLATE_NOOP("IceItem", "Names the third object shown"),
        "command": QT_TRANSLATE_NOOP("IceItem", "Obeys a simple command"),
        "writing": QT_TRANSLATE_NOOP("IceItem", "Writes a standard sentence"),
        "attention": QT_TRANSLATE_NOOP("IceItem", "Counts backwards from 100 by ten"),
    },
)
"""An item of the ICE examination in full."""

ice_item_short = Table(
    "IceItem",
    {
        "orient_year": QT_TRANSLATE_NOOP("IceItem", "year"),
        "orient_month": QT_TRANSLATE_NOOP("IceItem", "month"),
        "orient_city": QT_TRANSLATE_NOOP("IceItem", "city"),
        "orient_hospital": QT_TRANSLATE_NOOP("IceItem", "hospital"),
        "name_1": QT_TRANSLATE_NOOP("IceItem", "first object"),
        "name_2": QT_TRANSLATE_NOOP("IceItem", "second object"),
        "name_3": QT_TRANSLATE_NOOP("IceItem", "third object"),
        "command": QT_TRANSLATE_NOOP("IceItem", "command"),
        "writing": QT_TRANSLATE_NOOP("IceItem", "writing"),
        "attention": QT_TRANSLATE_NOOP("IceItem", "attention"),
    },
)
"""An item of the ICE examination in a list."""

not_assessable = Table(
    "NotAssessable",
    {
        "icans": QT_TRANSLATE_NOOP("NotAssessable", "unable because of the neurotoxicity"),
        "intubated": QT_TRANSLATE_NOOP("NotAssessable", "intubated"),
        "sedated": QT_TRANSLATE_NOOP("NotAssessable", "sedated"),
        "asleep": QT_TRANSLATE_NOOP("NotAssessable", "asleep"),
        "refused": QT_TRANSLATE_NOOP("NotAssessable", "refused"),
        "language": QT_TRANSLATE_NOOP("NotAssessable", "language"),
        "sight_or_hearing": QT_TRANSLATE_NOOP("NotAssessable", "sight or hearing"),
        "other": QT_TRANSLATE_NOOP("NotAssessable", "another reason"),
    },
)
"""Why an item of the ICE examination could not be assessed."""

not_done = Table(
    "NotDone",
    {
        "refused": QT_TRANSLATE_NOOP("NotDone", "refused"),
        "off_ward": QT_TRANSLATE_NOOP("NotDone", "off the ward"),
        "asleep": QT_TRANSLATE_NOOP("NotDone", "asleep"),
        "no_equipment": QT_TRANSLATE_NOOP("NotDone", "no equipment"),
        "procedure": QT_TRANSLATE_NOOP("NotDone", "procedure"),
        "other": QT_TRANSLATE_NOOP("NotDone", "another reason"),
    },
)
"""Why something due was not done."""

action = Table(
    "Action",
    {
        "given": QT_TRANSLATE_NOOP("Action", "given"),
        "started": QT_TRANSLATE_NOOP("Action", "started"),
        "changed": QT_TRANSLATE_NOOP("Action", "changed"),
        "continued": QT_TRANSLATE_NOOP("Action", "continued"),
        "stopped": QT_TRANSLATE_NOOP("Action", "stopped"),
    },
)
"""What was done with a drug."""

route = Table(
    "Route",
    {
        "iv": QT_TRANSLATE_NOOP("Route", "intravenous"),
        "oral": QT_TRANSLATE_NOOP("Route", "oral"),
        "sc": QT_TRANSLATE_NOOP("Route", "subcutaneous"),
        "im": QT_TRANSLATE_NOOP("Route", "intramuscular"),
        "inhaled": QT_TRANSLATE_NOOP("Route", "inhaled"),
        "rectal": QT_TRANSLATE_NOOP("Route", "rectal"),
        "enteral": QT_TRANSLATE_NOOP("Route", "by feeding tube"),
    },
)
"""By which way a drug is given."""

finding = Table(
    "Finding",
    {
        "fever": QT_TRANSLATE_NOOP("Finding", "fever"),
        "hypotension": QT_TRANSLATE_NOOP("Finding", "hypotension"),
        "hypoxia": QT_TRANSLATE_NOOP("Finding", "hypoxia"),
        "consciousness": QT_TRANSLATE_NOOP("Finding", "depressed consciousness"),
        "ice": QT_TRANSLATE_NOOP("Finding", "low ICE score"),
        "seizure": QT_TRANSLATE_NOOP("Finding", "seizure"),
        "motor": QT_TRANSLATE_NOOP("Finding", "focal weakness"),
        "icp": QT_TRANSLATE_NOOP("Finding", "raised intracranial pressure or oedema"),
    },
)
"""A finding that may have another cause."""

cause = Table(
    "Cause",
    {
        "toxicity": QT_TRANSLATE_NOOP("Cause", "the toxicity"),
        "other": QT_TRANSLATE_NOOP("Cause", "another cause alone"),
        "both": QT_TRANSLATE_NOOP("Cause", "the toxicity and another cause"),
        "unknown": QT_TRANSLATE_NOOP("Cause", "cause not known"),
    },
)
"""To what a finding is put down."""

sex = Table(
    "Sex",
    {
        "female": QT_TRANSLATE_NOOP("Sex", "female"),
        "male": QT_TRANSLATE_NOOP("Sex", "male"),
    },
)
"""The sex of a patient."""


def capitalised(words: str) -> str:
    """Words as they begin a line: with a capital letter, where the script has any."""
    return QLocale().toUpper(words[:1]) + words[1:]


def listed(items: list[str]) -> str:
    """Items as the language lists them: "a, b and c"."""
    return QLocale().createSeparatedList(items)


def dotted(items: list[str]) -> str:
    """Items that each stand for themselves, on one line: "a · b"; blank ones are left out."""
    return " · ".join(item for item in items if item)
