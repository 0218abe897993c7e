"""What Django writes dates by in English, instead of “Nov. 23, 2026, 1:25 a.m.”."""

DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
