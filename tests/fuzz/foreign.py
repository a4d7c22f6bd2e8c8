"""An umbrella of other charts, as a team writes one: charts in folders, conditions, comments, environments."""

from __future__ import annotations

from pathlib import PurePosixPath

_CHART = """\
apiVersion: v2
name: boutique
version: 0.3.0
dependencies:
  # what customers see
  - name: web
    version: 1.0.0
    condition: web.enabled
  # behind it
  - name: cart # keeps what is in the basket
    version: 1.0.0
    condition: cart.enabled
  - {name: mail, version: 1.0.0, condition: mail.enabled}
  - {name: cart, alias: wishlist, version: 1.0.0, condition: wishlist.enabled}
"""
_VALUES = """\
# The boutique, as production has it.
global:
  domain: boutique.example.com # of every host

# ── front ────────────────────────────────
web:
  replicaCount: 3 # one in each zone
  image: {repository: example.com/web, tag: "1.10"}
  env:
    CART_URL: "http://boutique-cart:8080" # the basket

# ── back ─────────────────────────────────
# Who keeps the basket.
cart:
  replicaCount: 2
  storage: 1Gi
  # resources:
  #   requests: {cpu: 1}

wishlist: # the same chart
  replicaCount: 1

mail:
  enabled: true
  from: shop@example.com # as customers see it
"""
_DEV = """\
# dev: small
web: {replicaCount: 1}
cart:
  replicaCount: 1 # one is enough

mail:
  enabled: false # no mail from dev
"""
_PROD = """\
global:
  domain: boutique.example.org
mail: {from: boutique@example.org} # signed
"""
_TEMPLATE = """\
{{- if ne (toString .Values.enabled) "false" }}
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-{{ .Chart.Name }}"}
data: {values: {{ omit .Values "global" | toJson | quote }}}
{{- end }}
"""


def _files() -> dict[PurePosixPath, bytes]:
    texts = {
        "Chart.yaml": _CHART,
        "values.yaml": _VALUES,
        "values-dev.yaml": _DEV,
        "values-prod.yaml": _PROD,
        "README.md": "# boutique\n\nweb, cart, mail.\n",
    }
    for name in ("web", "cart", "mail"):
        texts[f"charts/{name}/Chart.yaml"] = f"apiVersion: v2\nname: {name}\nversion: 1.0.0\n"
        texts[f"charts/{name}/values.yaml"] = "replicaCount: 1 # pods\nenabled: true\n"
        texts[f"charts/{name}/templates/config.yaml"] = _TEMPLATE
    return {PurePosixPath(path): text.encode() for path, text in texts.items()}


FOREIGN = _files()
