package org.inkstream.model.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.inkstream.model.idx.IdxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "08, 0801, 00000003 07ff07",
    "09, 0901, 00000003 07ff07",
    "0b, 0b01, 00000003 012c ff00 012c",
    "0c, 0c01, 00000003 0001012c 8000012c 0001012c",
  })
  void shouldTakeIntegersOfAnyIdxFileOfOneDimension(String type, String magic, String rest)
      throws IOException {
    Path plain = idx(type, magic + rest);
    Path gzipped = folder.resolve("gzipped");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
      Files.copy(plain, out);
    }

    assertThat(Groups.read(plain, 3)).containsExactly(0, 1, 0);
    assertThat(Groups.read(gzipped, 3)).containsExactly(0, 1, 0);
  }

  @Test
  void shouldSayWhatIsWrongWithAnIdxFile() throws IOException {
    Path eight = idx("eight", "0c02 00000003 00000008" + "00".repeat(96));
    Path real = idx("real", "0d01 00000003" + "00".repeat(12));
    Path few = idx("few", "0b01 00000002 0001 0002");
    Path shortened = idx("shortened", "0c01 00000003 00000001");
    Path longer = idx("longer", "0801 00000003 01010101");
    Path giant = idx("giant", "0c01 7fffffff 00000001");

    assertThatThrownBy(() -> Groups.read(eight, 3))
        .isInstanceOf(IdxException.class)
        .hasMessage(
            eight
                + ": at byte 3: expected one dimension, a number for each image, found 2 dimensions"
                + " of 3 x 8");
    assertThatThrownBy(() -> Groups.read(real, 3))
        .hasMessage(
            real
                + ": at byte 0: expected an IDX file of integers (types 8, 9, 11 and 12), found"
                + " magic number 3329");
    assertThatThrownBy(() -> Groups.read(few, 3))
        .isInstanceOf(DataSetException.class)
        .hasMessage(few + ": 2 groups for 3 images");
    assertThatThrownBy(() -> Groups.read(shortened, 3))
        .hasMessage(
            shortened + ": at byte 12: expected 20 bytes as the header says, found the end");
    assertThatThrownBy(() -> Groups.read(longer, 3))
        .hasMessage(longer + ": at byte 11: expected the end as the header says, found more bytes");
    assertThatThrownBy(() -> Groups.read(giant, 3))
        .hasMessage(giant + ": at byte 4: too many numbers to be held: 2147483647");
  }

  /** A file of the bytes that are written in hex, after the two of zero that all begin with. */
  private Path idx(String name, String hex) throws IOException {
    byte[] bytes = HexFormat.of().parseHex("0000" + hex.replace(" ", ""));
    return Files.write(folder.resolve(name), bytes);
  }

  private void assertRefused(String text, String problem) throws IOException {
    Path file = Files.writeString(folder.resolve("groups"), text);

    assertThatThrownBy(() -> Groups.read(file, 3))
        .isInstanceOf(DataSetException.class)
        .hasMessage(file + problem);
  }
}
