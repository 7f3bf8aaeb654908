package org.inkstream.streams.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.inkstream.schemas.AliasChange;
import org.inkstream.schemas.LatencySummary;
import org.inkstream.schemas.ModelState;
import org.inkstream.schemas.ModelStatus;
import org.inkstream.schemas.SwapReceipt;

/** Versions as people read them. */
final class VersionText {

  private static final String ROW = "%-34s %-8s %9s  %-24s %-16s %-20s %-14s %s";

  private VersionText() {}

  /** A heading, and a row for each version. */
  static List<String> table(List<VersionView> versions) {
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            ROW,
            "VERSION",
            "FAMILY",
            "ACCURACY",
            "PUBLISHED",
            "SIGNED",
            "ALIAS",
            "FLEET",
            "LAST SWAP"));
    for (VersionView version : versions) {
      lines.add(
          format(
              ROW,
              version.version(),
              version.manifest().getFamily(),
              accuracy(version),
              version.publishedAt(),
              version.signedBy().isEmpty() ? "-" : String.join(",", version.signedBy()),
              version.aliases().isEmpty() ? "-" : String.join(",", version.aliases()),
              version.fleet().describe(version.version()),
              version.lastReceipt().map(VersionText::swap).orElse("-")));
    }
    return lines;
  }

  /** Everything that is known of a version. */
  static List<String> detail(VersionView version) {
    List<String> lines = new ArrayList<>();
    lines.add("version    " + version.version());
    lines.add("family     " + version.manifest().getFamily());
    lines.add("accuracy   " + accuracy(version));
    lines.add("created    " + version.manifest().getCreatedAt());
    lines.add("published  " + version.publishedAt());
    lines.add(
        "signed by  "
            + (version.signedBy().isEmpty() ? "nobody" : String.join(", ", version.signedBy())));
    lines.add(
        format(
            "input      %d x %d, %d classes",
            version.manifest().getInputWidth(),
            version.manifest().getInputHeight(),
            version.manifest().getLabels().size()));
    lines.add("weights    " + version.manifest().getParameters());
    lines.add(
        format(
            "bundle     %d bytes, SHA-256 %s",
            version.manifest().getBundleBytes(), version.manifest().getBundleSha256()));
    new TreeMap<>(version.manifest().getMetrics())
        .forEach((name, value) -> lines.add(format("metric     %s %.4f", name, value)));
    lines.add(
        "aliases    "
            + (version.aliases().isEmpty() ? "none" : String.join(", ", version.aliases())));
    lines.add("fleet      " + version.fleet().describe(version.version()));
    for (AliasChange change : version.history()) {
      lines.add("history    " + words(change));
    }
    version.statuses().values().forEach(status -> lines.add("instance   " + words(status)));
    version
        .swaps()
        .values()
        .forEach(swap -> lines.add("swap       " + words(swap, swap.getReceipt())));
    return lines;
  }

  private static String accuracy(VersionView version) {
    return version.accuracy().map(share -> format("%.2f %%", share * 100)).orElse("?");
  }

  /**
   * What an instance last said of the shadow. A swap to it was to a champion, once: it was loaded.
   */
  static String ofShadow(ModelStatus status) {
    ModelState state =
        status.getState() == ModelState.SWAPPED ? ModelState.LOADED : status.getState();
    return state.name().toLowerCase(Locale.ROOT) + why(status);
  }

  private static String why(ModelStatus status) {
    return status.getReason() == null
        ? ""
        : " (" + status.getReason() + ": " + status.getDetail() + ")";
  }

  private static String words(AliasChange change) {
    return format(
        "%s from %s on%s%s, written %s",
        change.getAlias(),
        change.getEffectiveFrom(),
        change.getReason().isEmpty() ? "" : ", " + change.getReason(),
        change.getWho().isEmpty() ? "" : ", by " + change.getWho(),
        change.getChangedAt());
  }

  private static String words(ModelStatus status) {
    return format(
        "%s %s at %s%s",
        status.getInstance(),
        status.getState().name().toLowerCase(Locale.ROOT),
        status.getAt(),
        why(status));
  }

  private static String words(ModelStatus swap, SwapReceipt receipt) {
    return format(
        "%s from %s at %s: %s",
        swap.getInstance(),
        receipt.getFrom() == null ? "none" : receipt.getFrom(),
        swap.getAt(),
        swap(receipt));
  }

  private static String swap(SwapReceipt receipt) {
    return format(
        "%s, %s, %s us; %d late",
        latency(receipt.getBefore()),
        latency(receipt.getDuring()),
        latency(receipt.getAfter()),
        receipt.getLateEvents());
  }

  private static String latency(LatencySummary summary) {
    return summary.getP50Micros() + "/" + summary.getP99Micros();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
