"""How well firstseen finds and dates recirculated footage, against its peers, in one run."""
