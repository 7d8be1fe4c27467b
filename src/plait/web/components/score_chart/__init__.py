"""Charts of scores, made on the server as SVG: the trend of one instrument, small ones of all, a line in a list.

A total that is missing is never drawn as zero: it is a mark below the chart, with its words. Colours come from
assessment.css by class; geometry alone stands in attributes. Every chart has its numbers beside it, in words or in a
table.
"""
