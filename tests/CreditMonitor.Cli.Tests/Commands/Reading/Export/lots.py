"""What beancount makes of journals: one JSON line for each file, with its errors and what each lot has left. Figures are exact."""
import json
import sys

from beancount import loader
from beancount.core import realization

for path in sys.argv[1:]:
    entries, errors, _ = loader.load_file(path)
    account = realization.get(realization.realize(entries), "Assets:OpenAI:Credits")
    lots = {position.cost.label: format(position.units.number, "f") for position in account.balance} if account is not None else {}
    print(json.dumps({"errors": [error.message for error in errors], "lots": lots}))
