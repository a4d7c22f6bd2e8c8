{{/* A VolumeSnapshot of every claim in $CLAIMS by the Kubernetes API; of each claim's snapshots the newest $KEEP stay. */}}
{{- define "workload.data.snapshotScript" -}}
account=${ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}
api=https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/apis/snapshot.storage.k8s.io/v1/namespaces/$NAMESPACE/volumesnapshots
ask() { curl --silent --show-error --fail --cacert "$account/ca.crt" --header "Authorization: Bearer $(cat "$account/token")" "$@"; }
stamp=$(date -u +%Y%m%d%H%M%S)
for claim in $CLAIMS; do
  class=${SNAPSHOT_CLASS:+\"volumeSnapshotClassName\":\"$SNAPSHOT_CLASS\",}
  ask --output /dev/null --header 'Content-Type: application/json' --data "{\"apiVersion\":\"snapshot.storage.k8s.io/v1\",\"kind\":\"VolumeSnapshot\",\"metadata\":{\"name\":\"$claim-$stamp\",\"labels\":{\"helm-blueprint/snapshot-of\":\"$claim\"}},\"spec\":{$class\"source\":{\"persistentVolumeClaimName\":\"$claim\"}}}" "$api"
  ask "$api?labelSelector=helm-blueprint/snapshot-of=$claim" >/tmp/snapshots
  grep -o "\"name\": *\"$claim-[0-9]*\"" /tmp/snapshots | cut -d '"' -f 4 | sort -ru | tail -n "+$((KEEP + 1))" >/tmp/old
  while read -r old; do ask --output /dev/null --request DELETE "$api/$old"; done </tmp/old
done
{{- end -}}
