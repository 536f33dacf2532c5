"""What a case says, as sentences in English and Arabic that each name what they rest on."""
