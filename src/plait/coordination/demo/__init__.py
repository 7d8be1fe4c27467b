"""The demo practice: invented people whose stories are told through the same decisions that staff use."""
