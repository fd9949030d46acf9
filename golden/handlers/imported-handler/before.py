from inner import real as _real

handler = _real
