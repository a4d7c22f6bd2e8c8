{{/*
A VolumeSnapshot of every claim in $CLAIMS by the Kubernetes API. The run ends when all are ready, or by the deadline of its Job; then
of each claim's ready snapshots the newest $KEEP stay, and go those that never became ready and are older.
*/}}
{{- define "workload.data.snapshotScript" -}}
cd "${WORK:-/tmp}"
account=${ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}
api=https://$KUBERNETES_SERVICE_HOST:$KUBERNETES_SERVICE_PORT/apis/snapshot.storage.k8s.io/v1/namespaces/$NAMESPACE/volumesnapshots
ask() { curl --silent --show-error --fail --connect-timeout 10 --max-time 60 --cacert "$account/ca.crt" --header "Authorization: Bearer $(cat "$account/token")" "$@"; }
is_ready() {
  ask "$api/$1" >snapshot
  grep -q '"readyToUse": *true' snapshot
}
stamp=$(date -u +%Y%m%d%H%M%S)
for each in $CLAIMS; do
  claim=${each%%=*}
  class=${each#*=}
  class=${class:+\"volumeSnapshotClassName\":\"$class\",}
  ask --output /dev/null --header 'Content-Type: application/json' --data "{\"apiVersion\":\"snapshot.storage.k8s.io/v1\",\"kind\":\"VolumeSnapshot\",\"metadata\":{\"name\":\"$claim-$stamp\",\"labels\":{\"helm-blueprint/snapshot-of\":\"$claim\"}},\"spec\":{$class\"source\":{\"persistentVolumeClaimName\":\"$claim\"}}}" "$api"
done
for each in $CLAIMS; do
  claim=${each%%=*}
  until is_ready "$claim-$stamp"; do
    echo "$claim-$stamp is not ready yet: $(grep -o '"message": *"[^"]*"' snapshot || true)"
    sleep "${PAUSE:-10}"
  done
  ask "$api?labelSelector=helm-blueprint/snapshot-of=$claim" >snapshots
  grep -o "\"name\": *\"$claim-[0-9]*\"" snapshots | cut -d '"' -f 4 | sort -ru >newest-first
  ready=0
  while read -r snapshot; do
    if [ "$ready" -ge "$KEEP" ]; then
      ask --output /dev/null --request DELETE "$api/$snapshot"
    elif is_ready "$snapshot"; then
      ready=$((ready + 1))
    fi
  done <newest-first
done
{{- end -}}
