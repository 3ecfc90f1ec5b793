"""Words of which the passwords are made that are tried first, in lower case.

Lists of leaked passwords are headed by the same few hundred words, followed by digits or signs or written
twice; a password of which these leave next to nothing is refused, so a list of millions is not needed.
"""

from typing import Final

_WORDS: Final = """
admin administrator archive archivist timeline password passwort passwd passw0rd pass contrasena
contraseña clave secret secreto login logon signin welcome bienvenido hello hola letmein access
changeme change default guest user username usuario root system server computer internet master
manager office company database demo test testing temp temporary example sample qwerty qwertz azerty
iloveyou loveyou love lovely amor tequiero baby babygirl angel princess princesa prince sunshine
sunflower flower butterfly rainbow chocolate cookie cheese coffee pepper ginger honey sugar banana
apple orange cherry summer winter spring autumn january february march april august september
october november december monday tuesday wednesday thursday friday saturday sunday football futbol
baseball basketball soccer hockey tennis golf yankees cowboys eagles lakers barcelona realmadrid
liverpool chelsea arsenal dragon monkey tiger lion eagle falcon shadow phoenix wolf bear dolphin
buster charlie daniel michael jordan jennifer jessica ashley andrew anthony matthew joshua thomas
robert george william maggie nicole michelle amanda samantha hannah elizabeth maria jose carlos
alejandro superman batman spiderman starwars pokemon naruto matrix hunter killer ranger soldier
warrior ninja pirate wizard knight king queen whatever freedom liberty america usa mexico london
paris trustno trustnoone nothing nobody forever friend friends family mother father brother sister
money dollar cash rich lucky magic mustang ferrari corvette mercedes harley porsche silver golden
diamond purple yellow black white green blue red music guitar piano metallica nirvana samsung
google facebook microsoft windows linux oracle cisco correcthorsebatterystaple
"""

COMMON: Final = frozenset(_WORDS.split())
