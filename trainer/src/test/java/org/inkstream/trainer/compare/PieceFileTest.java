package org.inkstream.trainer.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PieceFileTest {

  private static final CurvePoint POINT = new CurvePoint(100, 1 / 3.0, 0.9, Math.nextUp(0.1));
  private static final byte[] FILE = PieceFile.write(POINT);

  @Test
  void shouldReadToTheLastBit() throws IOException {
    assertThat(PieceFile.read(FILE, CurvePoint.class)).isEqualTo(POINT);
  }

  @Test
  void shouldRefuseWhatWasCutShortWhereverItWas() {
    for (int length = 0; length < FILE.length; length++) {
      byte[] cut = Arrays.copyOf(FILE, length);
      assertThatThrownBy(() -> PieceFile.read(cut, CurvePoint.class))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void shouldRefuseWhatWasEdited() {
    byte[] edited =
        new String(FILE, StandardCharsets.UTF_8)
            .replace(":100,", ":200,")
            .getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> PieceFile.read(edited, CurvePoint.class))
        .isInstanceOf(IOException.class)
        .hasMessage("its content has not the SHA-256 of its first line");
  }

  @Test
  void shouldRefuseAnotherKindOfPiece() {
    assertThatThrownBy(() -> PieceFile.read(FILE, Cost.class)).isInstanceOf(IOException.class);
  }

  @Test
  void shouldRefuseAnotherFile() {
    assertThatThrownBy(() -> PieceFile.read(new byte[] {'{', '}'}, CurvePoint.class))
        .hasMessage("does not begin with 'inkstream-compare-1'");
  }
}
