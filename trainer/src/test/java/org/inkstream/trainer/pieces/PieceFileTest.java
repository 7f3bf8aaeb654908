package org.inkstream.trainer.pieces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PieceFileTest {

  /** A piece. */
  private record Measured(int images, double third, double accuracy, double next) {}

  /** Another kind of piece. */
  private record Other(String name) {}

  private static final Measured POINT = new Measured(100, 1 / 3.0, 0.9, Math.nextUp(0.1));
  private static final byte[] FILE = PieceFile.write(POINT);

  @Test
  void shouldReadToTheLastBit() throws IOException {
    assertThat(PieceFile.read(FILE, Measured.class)).isEqualTo(POINT);
  }

  @Test
  void shouldRefuseWhatWasCutShortWhereverItWas() {
    for (int length = 0; length < FILE.length; length++) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertThatThrownBy(() -> PieceFile.read(cut, Measured.class)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldRefuseWhatWasEdited() {
    byte[] edited =
        new String(FILE, StandardCharsets.UTF_8)
            .replace(":100,", ":200,")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> PieceFile.read(edited, Measured.class))
        .isInstanceOf(IOException.class)
        .hasMessage("its content has not the SHA-256 of its first line");
  }

  @Test
  void shouldRefuseAnotherKindOfPiece() {
    assertThatThrownBy(() -> PieceFile.read(FILE, Other.class)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseAnotherFile() {
    assertThatThrownBy(() -> PieceFile.read(new byte[] {'{', '}'}, Measured.class))
        .hasMessage("does not begin with 'inkstream-piece-1'");
  }
}
