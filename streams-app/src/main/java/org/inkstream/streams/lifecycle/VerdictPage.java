package org.inkstream.streams.lifecycle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inkstream.model.shadow.Comparison;
import org.inkstream.model.shadow.Verdict;

/**
 * A verdict in words, and as JSON.
 *
 * @param margin how much worse the shadow may be, in points
 * @param confidence 0 to 1
 */
record VerdictPage(
    String shadow, Comparisons.Pair pair, Verdict verdict, double margin, double confidence) {

  /** From here on evidence is told as a power of ten. */
  private static final double MANY = 1e6;

  List<String> lines() {
    Comparison counts = pair.counts();
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "shadow %s beside champion %s: %d windows, %s to %s",
            shadow, pair.champion(), pair.windows(), pair.start(), pair.end()));
    lines.add(
        format(
            "  events      %d, of which %d compared (%.2f %%), %d shed, %d failed",
            counts.events(),
            counts.compared(),
            percent(counts.compared(), counts.events()),
            counts.shed(),
            counts.failed()));
    lines.add(
        format(
            "  agreement   %.2f %% of the compared events; %s between %.2f %% and %.2f %%",
            100 * verdict.agreement(),
            sure(),
            100 * verdict.agreementLow(),
            100 * verdict.agreementHigh()));
    lines.add(format("  labels      of %d compared events", counts.labelled()));
    if (counts.labelled() > 0) {
      labels(lines, counts);
    }
    lines.add(answer());
    return lines;
  }

  private void labels(List<String> lines, Comparison counts) {
    lines.add(
        format(
            "  accuracy    shadow %.2f %%, champion %.2f %%; right alone: shadow %d times, champion"
                + " %d",
            percent(counts.bothRight() + counts.shadowOnly(), counts.labelled()),
            percent(counts.bothRight() + counts.championOnly(), counts.labelled()),
            counts.shadowOnly(),
            counts.championOnly()));
    lines.add(
        format(
            "  difference  %+.2f points; %s between %+.2f and %+.2f",
            100 * verdict.difference(), sure(), 100 * verdict.low(), 100 * verdict.high()));
    lines.add(
        format(
            "  evidence    not worse by more than %s points: %s; shadow better: %s; champion"
                + " better: %s (%s is enough)",
            points(),
            evidence(verdict.logNotWorse()),
            evidence(verdict.logShadowBetter()),
            evidence(verdict.logChampionBetter()),
            evidence(verdict.logEnough())));
  }

  /** The answer in one sentence or two. */
  String answer() {
    return switch (verdict.answer()) {
      case PROMOTE ->
          format(
              "Promote: with %s confidence it is not worse than the champion by more than %s"
                  + " points.%s",
              // What 1/evidence leaves.
              confidence(1 - Math.exp(-verdict.logNotWorse())),
              points(),
              verdict.isShadowBetter()
                  ? format(
                      " It is better, with %s.",
                      confidence(1 - Math.exp(-verdict.logShadowBetter())))
                  : verdict.isChampionBetter()
                      ? " The champion is better, by less than that."
                      : "");
      case DO_NOT ->
          format(
              "Do not promote: with %s confidence the champion is better.",
              confidence(1 - Math.exp(-verdict.logChampionBetter())));
      case NOT_YET ->
          pair.counts().labelled() == 0
              ? "Not yet: there are no labels, and agreement says nothing on which of both is right."
              : format(
                  "Not yet: these labels do not show with %s confidence that it is not worse by"
                      + " more than %s points, nor that the champion is better.",
                  confidence(confidence), points());
    };
  }

  Map<String, Object> json() {
    Comparison counts = pair.counts();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("shadow", shadow);
    json.put("champion", pair.champion());
    json.put("answer", verdict.answer().name());
    json.put("words", answer());
    json.put("windows", pair.windows());
    json.put("from", pair.start().toString());
    json.put("to", pair.end().toString());
    json.put("events", counts.events());
    json.put("compared", counts.compared());
    json.put("shed", counts.shed());
    json.put("failed", counts.failed());
    json.put("agreement", verdict.agreement());
    json.put("agreementLow", verdict.agreementLow());
    json.put("agreementHigh", verdict.agreementHigh());
    json.put("labelled", counts.labelled());
    json.put("bothRight", counts.bothRight());
    json.put("shadowOnly", counts.shadowOnly());
    json.put("championOnly", counts.championOnly());
    json.put("difference", verdict.difference());
    json.put("differenceLow", verdict.low());
    json.put("differenceHigh", verdict.high());
    json.put("margin", margin / 100);
    json.put("confidence", confidence);
    json.put("lnEvidenceNotWorse", finite(verdict.logNotWorse()));
    json.put("lnEvidenceShadowBetter", finite(verdict.logShadowBetter()));
    json.put("lnEvidenceChampionBetter", finite(verdict.logChampionBetter()));
    json.put("lnEvidenceEnough", verdict.logEnough());
    return json;
  }

  private String sure() {
    return format("with %s confidence", confidence(confidence));
  }

  private String points() {
    return format("%s", Double.toString(margin).replaceAll("\\.0$", ""));
  }

  /** Cut and not rounded: evidence is finite, though a double next to 1 may not show it. */
  private static String confidence(double share) {
    double cut = Math.floor(share * 1e6) / 1e4;
    return cut < 100 ? format("%.6g", cut).replaceAll("\\.?0+$", "") + " %" : "over 99.9999 %";
  }

  private static String evidence(double log) {
    return log > Math.log(MANY)
        ? format("10^%.0f", Math.floor(log / Math.log(10)))
        : format("%.2f", Math.exp(log));
  }

  /** JSON has no infinity. */
  private static double finite(double log) {
    return Math.max(-Double.MAX_VALUE, log);
  }

  private static double percent(long part, long all) {
    return all == 0 ? 0 : 100.0 * part / all;
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
