"""The pages that tell how it went: controls and case systems at the desk, and the quality statement of each release for readers."""
