{{/*
The number of pods of an autoscaled workload in an upgrade that switches its autoscaler on, and in those after it: what runs. Left out, Helm
takes the line of the release before away with it, and the API puts 1 there until the autoscaler looks again. `helm-blueprint/replicas` says
on the workload that its manifest has the line. Where no cluster can be asked (helm template, Argo CD) it is left out.
In: w, kind, apiVersion, spec (changed). Out: annotations.
*/}}
{{- define "workload.scaling.live" -}}
{{- $release := .w.root.Release -}}
{{- $_ := set . "annotations" dict -}}
{{- if and $release.IsUpgrade (.w.root.Capabilities.APIVersions.Has .apiVersion) -}}
  {{- $live := lookup .apiVersion .kind $release.Namespace .w.name -}}
  {{- $replicas := dig "spec" "replicas" "" $live -}}
  {{- if ne (toString $replicas) "" -}}
    {{- $isKept := eq (dig "metadata" "annotations" "helm-blueprint/replicas" "" $live) "live" -}}
    {{- if not (or $isKept (lookup "autoscaling/v2" "HorizontalPodAutoscaler" $release.Namespace .w.name) (and (.w.root.Capabilities.APIVersions.Has "keda.sh/v1alpha1") (lookup "keda.sh/v1alpha1" "ScaledObject" $release.Namespace .w.name))) -}}
      {{- /* A HorizontalPodAutoscaler leaves alone what has no pods, as a dr that is promoted; KEDA begins there. */ -}}
      {{- $isKept = or (ne (int $replicas) 0) ((.w.values.keda | default dict).enabled) -}}
    {{- end -}}
    {{- if $isKept -}}
      {{- $_ := set .spec "replicas" $replicas -}}
      {{- $_ := set . "annotations" (dict "helm-blueprint/replicas" "live") -}}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- end -}}
