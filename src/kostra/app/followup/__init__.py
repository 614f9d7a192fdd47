"""The campaign, from the first expected delivery to the last closed case: who may, in which order, with which event."""
