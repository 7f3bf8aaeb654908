package org.inkstream.trainer.report;

import org.inkstream.trainer.compare.Compared;

/** A comparison's figures for a README. */
public final class MarkdownTable {

  private MarkdownTable() {}

  /**
   * The summary and the tests between families.
   *
   * @param data name of the data set, for people
   */
  public static String of(Compared compared, String data) {
    StringBuilder text = new StringBuilder();
    text.append("# Families of models on ").append(data).append("\n\n");
    text.append(Page.summaryOf(compared)).append("\n\n");
    text.append(Scores.summary(compared).markdown());
    if (compared.families().size() > 1) {
      text.append("\n").append(Scores.pairs(compared).markdown());
    }
    return text.toString();
  }
}
