{{/*
The image of a Cluster: the same version of PostgreSQL as without the operator, which has images of its own (operator.image, where it is
another). In: w, spec (changed in place).
*/}}
{{- define "workload.run.clusterImage" -}}
{{- $w := .w -}}
{{- $given := $w.values.image | default dict -}}
{{- $image := $w.values.operator.image -}}
{{- if not $image -}}
  {{- if not (has (base ($given.repository | default "")) (list "postgres" "postgresql")) -}}
    {{- fail (printf "%s: operator.kind is cloudnative-pg, which runs PostgreSQL, and image.repository is %q; leave the operator off, or name an image for it in operator.image" $w.alias ($given.repository | default "")) -}}
  {{- end -}}
  {{- $version := regexFind "^[0-9]+([.][0-9]+)?" (toString $given.tag) -}}
  {{- if not $version -}}
    {{- fail (printf "%s: CloudNativePG's image is of the version that image.tag begins with, and it is %q; name the image in operator.image" $w.alias (toString $given.tag)) -}}
  {{- end -}}
  {{- if $given.digest -}}
    {{- fail (printf "%s: image.digest is stated, and CloudNativePG does not keep it: the operator has images of its own; name one with its digest in operator.image" $w.alias) -}}
  {{- end -}}
  {{- $image = printf "ghcr.io/cloudnative-pg/postgresql:%s" $version -}}
{{- end -}}
{{- $place := dict "reference" $image "global" $w.global -}}
{{- template "workload.cluster.image" $place -}}
{{- $_ := set .spec "imageName" $place.out -}}
{{- with $given.pullPolicy -}}{{- $_ := set $.spec "imagePullPolicy" . -}}{{- end -}}
{{- with concat ($w.global.imagePullSecrets | default list) ($w.values.imagePullSecrets | default list) -}}{{- $_ := set $.spec "imagePullSecrets" . -}}{{- end -}}
{{- end -}}
