"""The pages on which programs are named that want to be told what happens in a study."""
