"""What comes in: folders of footage, and the records that stand beside them."""
