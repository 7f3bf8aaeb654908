package org.inkstream.streams.driftview;

/**
 * A row of bars for the evidence of successive windows. All are drawn to one scale: no bar's height
 * is no evidence, and a full one is the threshold of the alarm or more.
 */
enum Sparkline {
  BLOCKS("▁▂▃▄▅▆▇█"),
  /** For terminals without Unicode. */
  ASCII(".:-=+*#@");

  private final String bars;

  Sparkline(String bars) {
    this.bars = bars;
  }

  /**
   * The last windows, the newest on the right; a space where there is no number.
   *
   * @param log10Evidence oldest first
   * @param width number of characters, filled with spaces on the left
   */
  String of(double[] log10Evidence, double log10Threshold, int width) {
    StringBuilder line = new StringBuilder();
    for (int i = log10Evidence.length - width; i < log10Evidence.length; i++) {
      line.append(i < 0 ? ' ' : bar(log10Evidence[i], log10Threshold));
    }
    return line.toString();
  }

  private char bar(double evidence, double threshold) {
    if (Double.isNaN(evidence)) {
      return ' ';
    }
    int highest = bars.length() - 1;
    if (evidence >= threshold) {
      return bars.charAt(highest);
    }
    // Below the threshold never the full bar, whatever the rounding.
    return bars.charAt((int) Math.max(0, Math.min(highest - 1, evidence / threshold * highest)));
  }
}
