package org.inkstream.streams.driftview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Optional;
import org.inkstream.model.command.CommandFailure;
import org.inkstream.schemas.DriftState;
import org.junit.jupiter.api.Test;

class AcknowledgementTest {

  private final ReportBook book = new ReportBook();

  @Test
  void shouldAcknowledgeAllThatIsRaised() {
    book.add(Reports.whole("v1", 0));
    book.add(Reports.report("v2", 0, DriftState.OK, Reports.ok("input.mean", 1)));

    assertThat(of(null, null))
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.version()).isEqualTo("v1");
              assertThat(a.statistic()).isEmpty();
              assertThat(a.raised().stream().map(Watched::name))
                  .containsExactly("confidence.entropy", "embedding.mahalanobis", "labels.error");
            });
  }

  @Test
  void shouldAcknowledgeOneStatisticOfEveryVersionThatHasItRaised() {
    book.add(Reports.whole("v1", 0));
    book.add(Reports.whole("v2", 0));

    assertThat(of(null, "labels.error"))
        .extracting(Acknowledgement::version, Acknowledgement::statistic)
        .containsExactly(tuple("v2", "labels.error"), tuple("v1", "labels.error"));
  }

  @Test
  void shouldLeaveVersionsAloneThatHaveStoppedUnlessNamed() {
    book.add(Reports.whole("v1", 0));
    book.add(Reports.whole("v2", 20));

    assertThat(of(null, null)).extracting(Acknowledgement::version).containsExactly("v2");
    assertThat(of("v1", null)).extracting(Acknowledgement::version).containsExactly("v1");
  }

  @Test
  void shouldSayThatThereIsNothing() {
    assertFailure(null, null, "nothing to acknowledge: there is no drift report yet");

    book.add(Reports.report("v1", 0, DriftState.OK, Reports.ok("input.mean", 1)));

    assertFailure(null, null, "nothing to acknowledge: no statistic is in WARN or ALARM");
    assertFailure(
        "v1", null, "nothing to acknowledge: no statistic is in WARN or ALARM for version 'v1'");
    assertFailure(
        null, "input.mean", "nothing to acknowledge: input.mean is neither in WARN nor in ALARM");
  }

  @Test
  void shouldSayThatItDoesNotKnowTheName() {
    book.add(Reports.whole("v1", 0));

    assertFailure("v9", null, "there is no drift report of version 'v9'");
    assertFailure(
        "v1",
        "input.median",
        "there is no statistic 'input.median' in the newest reports"
            + " ('./inkstream drift --all' lists them)");
  }

  private List<Acknowledgement> of(String version, String statistic) {
    return Acknowledgement.of(book, Optional.ofNullable(version), Optional.ofNullable(statistic));
  }

  private void assertFailure(String version, String statistic, String message) {
    assertThatThrownBy(() -> of(version, statistic))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(message);
  }
}
