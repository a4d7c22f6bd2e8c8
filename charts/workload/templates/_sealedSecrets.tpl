{{/*
The sealed files of this environment, secrets/<environment>[-<region>]/<secret>.yaml: each is a SealedSecret that its controller unseals here, and
nowhere else; once there are some, none is missing. Argo CD has them before the workloads; Secrets outlive them. In: the umbrella's context.
*/}}
{{- define "workload.sealedSecrets" -}}
{{- $root := . -}}
{{- $global := .Values.global | default dict -}}
{{- $folder := list $global.environment $global.region | compact | join "-" | printf "secrets/%s" -}}
{{- $made := dict -}}
{{- range $path, $content := .Files.Glob (printf "%s/*" $folder) -}}
  {{- $name := base $path | trimSuffix ".yaml" -}}
  {{- $text := toString $content | trim -}}
  {{- $sealed := fromYaml $text -}}
  {{- $metadata := $sealed.metadata | default dict -}}
  {{- $spec := $sealed.spec | default dict -}}
  {{- if ne (printf "%v %v" $sealed.apiVersion $sealed.kind) "bitnami.com/v1alpha1 SealedSecret" -}}
    {{- fail (printf "%s: not a SealedSecret, and nothing else belongs here. If it is a plain Secret that git has seen, change its values first; then seal it (docs/secrets.md)" $path) -}}
  {{- end -}}
  {{- if regexMatch "(?m)^---" (trimPrefix "---" $text) -}}{{- fail (printf "%s: has several documents; a file holds one SealedSecret" $path) -}}{{- end -}}
  {{- if or (ne $metadata.name $name) (ne $metadata.namespace $root.Release.Namespace) -}}
    {{- fail (printf "%s: sealed as %v in the namespace %v, and unsealed as nothing else; this is %s in %s: seal it anew" $path $metadata.name $metadata.namespace $name $root.Release.Namespace) -}}
  {{- end -}}
  {{- $template := $spec.template | default dict -}}
  {{- range list $metadata ($template.metadata | default dict) -}}
    {{- range $key, $_ := .annotations -}}
      {{- if has $key (list "sealedsecrets.bitnami.com/cluster-wide" "sealedsecrets.bitnami.com/namespace-wide") -}}
        {{- fail (printf "%s: sealed for more than its own name and namespace (%s): seal it anew, with kubeseal's own scope (strict)" $path $key) -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- $_ := set $made $name (concat (keys ($spec.encryptedData | default dict)) (keys ($template.data | default dict))) -}}
  {{- $waves := dict "annotations" (dict "argocd.argoproj.io/sync-wave" "-5") -}}
  {{- /* Without an owner the controller would leave its own Secret alone from then on, unless that says that it is managed. */ -}}
  {{- $stays := dict "metadata" (dict "annotations" (dict "sealedsecrets.bitnami.com/skip-set-owner-references" "true" "sealedsecrets.bitnami.com/managed" "true")) }}
---
{{ toYaml (merge (dict "metadata" (merge $waves $metadata) "spec" (merge (dict "template" (merge $stays $template)) $spec)) (omit $sealed "status")) }}
{{- end -}}
{{- if $made -}}
  {{- $given := dict "root" $root -}}
  {{- template "workload.secretsAsked" $given -}}
  {{- $missing := list -}}
  {{- range $name, $keys := $given.asked -}}
    {{- if not (hasKey $made $name) -}}
      {{- $missing = append $missing (printf "%s.yaml (%s)" $name (join ", " $keys)) -}}
    {{- else -}}
      {{- range $key := $keys -}}
        {{- if not (has (regexReplaceAll " .*" $key "") (get $made $name)) -}}{{- $missing = append $missing (printf "%s in %s.yaml" $key $name) -}}{{- end -}}
      {{- end -}}
    {{- end -}}
  {{- end -}}
  {{- if $missing -}}{{- fail (printf "%s: pods would wait for what is not sealed: %s" $folder (join "; " $missing)) -}}{{- end -}}
{{- end -}}
{{- end -}}
