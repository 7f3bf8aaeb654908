package org.inkstream.streams.driftview;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.inkstream.model.command.Terminal;
import org.junit.jupiter.api.Test;

class LiveScreenTest {

  private static final Terminal.Size SIZE = new Terminal.Size(10, 3);

  @Test
  void shouldDrawOverWhatWasThereAndGiveTheFirstScreenBack() {
    StringWriter out = new StringWriter();

    try (LiveScreen screen = new LiveScreen(new PrintWriter(out))) {
      screen.draw(List.of("one", "two"), SIZE);
    }

    assertThat(out.toString().replace("\u001b", "ESC"))
        .isEqualTo("ESC[?1049hESC[?25l" + "ESC[HoneESC[K\ntwoESC[KESC[J" + "ESC[?25hESC[?1049l");
  }

  @Test
  void shouldNeitherWrapNorScroll() {
    assertThat(LiveScreen.fit(List.of("12345678901", "b", "c"), SIZE))
        .containsExactly("1234567890", "b", "c");
    assertThat(LiveScreen.fit(List.of("a", "b", "c", "d"), new Terminal.Size(60, 3)))
        .containsExactly("a", "b", "... and 2 more lines (--once prints all)");
  }
}
