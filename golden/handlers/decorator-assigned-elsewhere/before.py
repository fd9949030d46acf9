from guards import guarded
from items import answer

handler = guarded(answer)
