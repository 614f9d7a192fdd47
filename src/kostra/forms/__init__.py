"""Every form, as data: one folder a form. The modules here read the folders; none of them knows a form by name."""
