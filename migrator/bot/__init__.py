"""The pull-request bot: what is found about templates, told where people review."""
