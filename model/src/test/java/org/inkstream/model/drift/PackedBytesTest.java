package org.inkstream.model.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackedBytesTest {

  @ParameterizedTest
  @CsvSource({
    // LEB128 by hand: seven bits a byte, the lowest first, the high bit saying that more follows.
    "0, 00",
    "127, 7f",
    "128, 8001",
    "300, ac02",
    "16384, 808001",
    "-1, ffffffffffffffffff01"
  })
  void shouldWriteSmallNumbersInFewBytes(long number, String bytes) {
    assertThat(new PackedWriter().count(number).toBytes())
        .isEqualTo(java.util.HexFormat.of().parseHex(bytes));
  }

  @ParameterizedTest
  @CsvSource({"0, 00", "-1, 01", "1, 02", "-64, 7f", "64, 8001"})
  void shouldWriteSmallNumbersOfBothSignsInFewBytes(long number, String bytes) {
    assertThat(new PackedWriter().signed(number).toBytes())
        .isEqualTo(java.util.HexFormat.of().parseHex(bytes));
  }

  @Property(tries = 500, seed = "1")
  void shouldReadWhatWasWritten(
      @ForAll long count, @ForAll long signed, @ForAll double real, @ForAll long[] counts) {
    PackedReader in =
        new PackedReader(
            new PackedWriter().count(count).signed(signed).real(real).counts(counts).toBytes());

    assertThat(in.count()).isEqualTo(count);
    assertThat(in.signed()).isEqualTo(signed);
    assertThat(in.real()).isEqualTo(real);
    assertThat(in.counts()).isEqualTo(counts);
    in.end();
  }

  @Test
  void shouldKeepEveryKindOfNumber() {
    for (double real : new double[] {-0.0, 1 / 0.0, -1 / 0.0, 0.0 / 0, Double.MIN_VALUE}) {
      double read = new PackedReader(new PackedWriter().real(real).toBytes()).real();
      assertThat(Double.doubleToRawLongBits(read)).isEqualTo(Double.doubleToRawLongBits(real));
    }
  }

  @Test
  void shouldRefuseWhatIsCutShort() {
    byte[] bytes = new PackedWriter().count(300).real(0.1).counts(new long[] {1, 1000}).toBytes();
    for (int length = 0; length < bytes.length; length++) {
      PackedReader in = new PackedReader(java.util.Arrays.copyOf(bytes, length));
      assertThatIllegalArgumentException()
          .as("%d bytes", length)
          .isThrownBy(
              () -> {
                in.count();
                in.real();
                in.counts();
              });
    }
  }

  @Test
  void shouldRefuseLengthsThatTheBytesCannotHold() {
    for (long length : new long[] {1, 2, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE, -1}) {
      byte[] bytes = new PackedWriter().count(length).toBytes();
      assertThatIllegalArgumentException().isThrownBy(() -> new PackedReader(bytes).length());
      assertThatIllegalArgumentException().isThrownBy(() -> new PackedReader(bytes).counts());
    }
    assertThat(new PackedReader(new byte[] {1, 7}).length()).isEqualTo(1);
  }

  @Test
  void shouldRefuseNumbersOfMoreBitsThanThereAre() {
    byte[] endless = new byte[11];
    java.util.Arrays.fill(endless, (byte) 0xFF);

    assertThatIllegalArgumentException().isThrownBy(() -> new PackedReader(endless).count());
  }

  @Test
  void shouldRefuseBytesThatAreLeftOver() {
    PackedReader in = new PackedReader(new byte[] {1, 0});
    in.count();

    assertThatIllegalArgumentException()
        .isThrownBy(in::end)
        .withMessageContaining("1 bytes too many");
  }
}
