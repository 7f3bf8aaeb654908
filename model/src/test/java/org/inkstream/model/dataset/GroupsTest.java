package org.inkstream.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsTest {

  @TempDir private Path folder;

  @Test
  void shouldGiveOneNameOneNumber() throws IOException {
    Path file = Files.write(folder.resolve("writers.gz"), Folders.gzip("w 7\nanna\nw 7\r\n"));

    assertThat(Groups.read(file, 3)).containsExactly(0, 1, 0);
  }

  @Test
  void shouldNameTheRowThatIsWrong() throws IOException {
    assertRefused("a\nb\n", ": 2 groups for 3 images");
    assertRefused("a\nb\nc\nd\n", ": row 4: more groups than the 3 images");
    assertRefused("a\n\nc\n", ": row 2: no group");
    assertRefused("a\n" + "x".repeat(1_001), ": row 2: more than 1000 characters");
  }

  private void assertRefused(String text, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("groups"), text);

    assertThatThrownBy(() -> Groups.read(file, 3))
        .isInstanceOf(DataSetException.class)
        .hasMessage(file + problem);
  }
}
