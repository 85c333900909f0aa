"""Vietnamese sentences for what the lower floors state as codes and values. Pure: no clock, no database, no page.

dates says days and hours, meetings names things, reasons explains a generated date, refusals and faults answer
what was not accepted, verdicts speaks of duties, posting of the publication clock.

Citizens are "Ông/Bà". Sentences say what to do next and never shout.
"""
