package org.inkstream.streams.driftview;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inkstream.schemas.DriftState;
import org.junit.jupiter.api.Test;

/** Which report is the newest, and which versions have stopped. */
class ReportBookTest {

  private final ReportBook book = new ReportBook();

  @Test
  void shouldTakeTheReportOfTheNewestWindowInWhateverOrderTheyCome() {
    book.add(Reports.report("v1", 2, DriftState.WARN, Reports.ok("a", 2)));
    book.add(Reports.report("v1", 3, DriftState.ALARM, Reports.ok("a", 3)));
    book.add(Reports.report("v1", 1, DriftState.OK, Reports.ok("a", 1)));

    VersionReports version = book.version("v1").orElseThrow();
    assertThat(version.latest().getState()).isEqualTo(DriftState.ALARM);
    assertThat(version.evidence("a")).containsExactly(1, 2, 3);
  }

  @Test
  void shouldLetTheLaterOfTwoReportsOfAWindowWin() {
    book.add(Reports.report("v1", 1, DriftState.OK, Reports.ok("a", 1)));
    book.add(Reports.report("v1", 1, DriftState.WARN, Reports.ok("a", 2)));

    VersionReports version = book.version("v1").orElseThrow();
    assertThat(version.latest().getState()).isEqualTo(DriftState.WARN);
    assertThat(version.evidence("a")).containsExactly(2);
  }

  @Test
  void shouldKeepTheEvidenceOfThirtyWindows() {
    for (int window = 0; window < 40; window++) {
      book.add(Reports.report("v1", window, DriftState.OK, Reports.ok("a", window)));
    }

    assertThat(book.version("v1").orElseThrow().evidence("a"))
        .hasSize(30)
        .startsWith(10)
        .endsWith(39);
  }

  @Test
  void shouldHaveNoNumberForAWindowWithoutTheStatistic() {
    book.add(Reports.report("v1", 1, DriftState.OK));
    book.add(Reports.report("v1", 2, DriftState.OK, Reports.ok("a", 1)));

    assertThat(book.version("v1").orElseThrow().evidence("a")).containsExactly(Double.NaN, 1);
  }

  @Test
  void shouldCallAVersionInactiveAfterMoreThanTenWindows() {
    book.add(Reports.report("v1", 0, DriftState.OK));
    book.add(Reports.report("v2", 10, DriftState.OK));
    assertThat(names(book.active())).containsExactly("v2", "v1");

    book.add(Reports.report("v2", 11, DriftState.OK));

    assertThat(names(book.active())).containsExactly("v2");
    assertThat(names(book.all())).containsExactly("v2", "v1");
    assertThat(book.windowsBehind(book.version("v1").orElseThrow())).isEqualTo(11);
  }

  private static List<String> names(List<VersionReports> versions) {
    return versions.stream().map(VersionReports::version).toList();
  }
}
