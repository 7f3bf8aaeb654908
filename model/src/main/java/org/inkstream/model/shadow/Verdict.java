package org.inkstream.model.shadow;

/**
 * Whether a shadow can be promoted, as far as the events so far tell. It may be asked for after
 * every window: however often it is, PROMOTE is wrong, in that the shadow is worse by more than the
 * margin, with a probability of at most 1 - confidence in all; and so with each of the other
 * claims. That holds if, given the past, the next event's chances are the same whatever has been
 * compared: a stream that drifts makes it a statement on the mean of what has come.
 *
 * @param answer what to do
 * @param difference the shadow's accuracy minus the champion's on the labelled events
 * @param low not above the true difference, together with high
 * @param high not below it
 * @param logNotWorse ln of the evidence that the shadow is not worse by more than the margin
 * @param logShadowBetter ln of the evidence that the shadow is better
 * @param logChampionBetter ln of the evidence that the champion is
 * @param logEnough ln of the evidence that is enough
 * @param agreement share of the compared events that both gave the same class; 0 if there are none
 * @param agreementLow not above the true share, together with agreementHigh
 * @param agreementHigh not below it
 */
public record Verdict(
    Answer answer,
    double difference,
    double low,
    double high,
    double logNotWorse,
    double logShadowBetter,
    double logChampionBetter,
    double logEnough,
    double agreement,
    double agreementLow,
    double agreementHigh) {

  /** What to do. */
  public enum Answer {
    /** The shadow is not worse by more than the margin. */
    PROMOTE,

    /** The champion is better, and it is not shown that it is by no more than the margin. */
    DO_NOT,

    /** Neither is shown: more labels are needed. */
    NOT_YET
  }

  /**
   * The verdict on what was compared.
   *
   * @param margin how much worse may be, as a difference of accuracies, 0 to below 1
   * @param confidence above 0 and below 1
   */
  public static Verdict of(Comparison counts, double margin, double confidence) {
    if (!(margin >= 0 && margin < 1) || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("margin " + margin + ", confidence " + confidence);
    }
    double a = 1 - confidence;
    long discordant = counts.shadowOnly() + counts.championOnly();
    DifferenceBets bets =
        new DifferenceBets(
            counts.shadowOnly(), counts.championOnly(), counts.labelled() - discordant);
    double logEnough = -Math.log(a);
    double logNotWorse = bets.logAbove(-margin);
    double logChampionBetter = SignTest.logEvidence(counts.championOnly(), counts.shadowOnly());
    AgreementInterval agreement =
        AgreementInterval.of(counts.agreed(), counts.compared() - counts.agreed(), a);
    Answer answer = Answer.NOT_YET;
    if (logNotWorse >= logEnough) {
      answer = Answer.PROMOTE;
    } else if (logChampionBetter >= logEnough) {
      answer = Answer.DO_NOT;
    }
    return new Verdict(
        answer,
        bets.mean(),
        bets.lower(a / 2),
        bets.upper(a / 2),
        logNotWorse,
        SignTest.logEvidence(counts.shadowOnly(), counts.championOnly()),
        logChampionBetter,
        logEnough,
        counts.compared() == 0 ? 0 : (double) counts.agreed() / counts.compared(),
        agreement.low(),
        agreement.high());
  }

  /** True if the shadow is shown to be better. */
  public boolean isShadowBetter() {
    return logShadowBetter >= logEnough;
  }

  /** True if the champion is shown to be better. */
  public boolean isChampionBetter() {
    return logChampionBetter >= logEnough;
  }
}
