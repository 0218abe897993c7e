"""An analysis by EmaCalc: how a rating depends on a situation, in two arms."""

import sys
from pathlib import Path

from EmaCalc.ema_data import EmaDataSet, EmaFrame
from EmaCalc.ema_model import EmaModel

frame = EmaFrame.setup(
    situations={"a_yes_no": [0, 1]},
    attributes={"a_likert": [1, 2, 3, 4]},
    groups={"arm": ["control", "training"]},
)
data = EmaDataSet.load(frame, Path(sys.argv[1]), fmt="csv", participant="id")
for arm, people in data.groups.items():
    for person, rows in people.items():
        given = int(rows["a_likert"].notna().sum())
        print("read", arm[0], person, len(rows), given)
model = EmaModel.initialize(data, effects=["a_yes_no"], seed=1, n_participants_per_comp=2)
likelihood = model.learn(max_hours=0, max_minutes=0.02)
print("improved", likelihood[-1] > likelihood[0])
