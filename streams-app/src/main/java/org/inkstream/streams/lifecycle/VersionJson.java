package org.inkstream.streams.lifecycle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inkstream.model.fleet.Fleet;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.InstanceStatus;
import org.inkstream.schemas.LatencySummary;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;

/** Versions and instances as JSON has them, on the command line and over HTTP. */
public final class VersionJson {

  private VersionJson() {}

  /** One line of the list. */
  public static Map<String, Object> summary(VersionView view) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", view.version());
    json.put("family", view.manifest().getFamily());
    json.put("accuracy", view.accuracy().orElse(null));
    json.put("createdAt", view.manifest().getCreatedAt().toString());
    json.put("publishedAt", view.publishedAt().toString());
    json.put("signedBy", view.signedBy());
    json.put("aliases", view.aliases());
    json.put("fleet", fleet(view.fleet(), view.version()));
    json.put("lastSwap", view.lastSwap().map(VersionJson::swap).orElse(null));
    return json;
  }

  /** Everything. */
  public static Map<String, Object> detail(VersionView view) {
    Map<String, Object> json = summary(view);
    json.put("parameters", view.manifest().getParameters());
    json.put("inputWidth", view.manifest().getInputWidth());
    json.put("inputHeight", view.manifest().getInputHeight());
    json.put("labels", view.manifest().getLabels());
    json.put("metrics", view.manifest().getMetrics());
    json.put("bundleBytes", view.manifest().getBundleBytes());
    json.put("bundleSha256", view.manifest().getBundleSha256());
    json.put("history", view.history().stream().map(VersionJson::change).toList());
    Map<String, Object> instances = new LinkedHashMap<>();
    view.statuses()
        .forEach(
            (instance, status) ->
                instances.put(instance, status(status, view.swaps().get(instance))));
    json.put("instances", instances);
    return json;
  }

  /** A change of an alias. */
  public static Map<String, Object> change(AliasChange change) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("alias", change.getAlias());
    json.put("version", change.getVersion());
    json.put("effectiveFrom", change.getEffectiveFrom().toString());
    json.put("previous", change.getPrevious());
    json.put("reason", change.getReason());
    json.put("who", change.getWho());
    json.put("changedAt", change.getChangedAt().toString());
    return json;
  }

  /** The instances that are alive. */
  public static List<Map<String, Object>> instances(Fleet fleet) {
    return fleet.live().values().stream().map(VersionJson::instance).toList();
  }

  private static Map<String, Object> instance(InstanceStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("instance", status.getInstance());
    json.put("at", status.getAt().toString());
    json.put("startedAt", status.getStartedAt().toString());
    json.put("champion", status.getChampion());
    json.put("loaded", status.getLoaded());
    json.put("refused", status.getRefused());
    json.put("partitions", status.getPartitions());
    json.put("release", status.getRelease());
    return json;
  }

  private static Map<String, Object> fleet(Fleet fleet, String version) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("live", fleet.live().size());
    json.put("loaded", fleet.loaded(version));
    json.put("refused", fleet.refused(version));
    json.put("waitedFor", fleet.waitedFor(version));
    return json;
  }

  private static Map<String, Object> status(ModelStatus status, ModelStatus swapped) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("state", status.getState().name());
    json.put("at", status.getAt().toString());
    if (status.getReason() != null) {
      json.put("reason", status.getReason());
      json.put("detail", status.getDetail());
    }
    if (swapped != null) {
      json.put("swap", swap(swapped));
    }
    return json;
  }

  private static Map<String, Object> swap(ModelStatus status) {
    SwapReceipt receipt = status.getReceipt();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("instance", status.getInstance());
    json.put("at", status.getAt().toString());
    json.put("from", receipt.getFrom());
    json.put("effectiveFrom", receipt.getEffectiveFrom().toString());
    json.put("lateEvents", receipt.getLateEvents());
    json.put("before", latency(receipt.getBefore()));
    json.put("during", latency(receipt.getDuring()));
    json.put("after", latency(receipt.getAfter()));
    json.put("fetchMillis", receipt.getFetchMillis());
    json.put("verifyMillis", receipt.getVerifyMillis());
    json.put("loadMillis", receipt.getLoadMillis());
    json.put("warmMillis", receipt.getWarmMillis());
    json.put("nativeBytesBefore", receipt.getNativeBytesBefore());
    json.put("nativeBytesAfter", receipt.getNativeBytesAfter());
    json.put("firstOffsets", receipt.getFirstOffsets());
    return json;
  }

  private static Map<String, Object> latency(LatencySummary summary) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batches", summary.getBatches());
    json.put("p50Micros", summary.getP50Micros());
    json.put("p99Micros", summary.getP99Micros());
    return json;
  }
}
