package org.inkstream.trainer.pieces;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.inkstream.model.bundle.Sha256;

/**
 * A finished piece as bytes: a line with the form and the SHA-256 of the rest, and the rest, which
 * is JSON. What was cut short or edited is told from what was kept.
 */
public final class PieceFile {

  private static final String FORM = "inkstream-piece-1 ";
  private static final int HEAD = FORM.length() + 64 + 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private PieceFile() {}

  public static byte[] write(Object piece) {
    byte[] json;
    try {
      json = JSON.writeValueAsBytes(piece);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(piece.getClass().getSimpleName(), e);
    }
    byte[] head = (FORM + Sha256.of(json) + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(head, head.length + json.length);
    System.arraycopy(json, 0, file, head.length, json.length);
    return file;
  }

  /**
   * Reads what was written.
   *
   * @throws IOException saying what is wrong, if it is something else
   */
  public static <T> T read(byte[] file, Class<T> type) throws IOException {
    String head = new String(file, 0, Math.min(HEAD, file.length), StandardCharsets.US_ASCII);
    if (!head.startsWith(FORM)) {
      throw new IOException("does not begin with '" + FORM.strip() + "'");
    }
    byte[] json = Arrays.copyOfRange(file, Math.min(HEAD, file.length), file.length);
    if (!head.equals(FORM + Sha256.of(json) + "\n")) {
      throw new IOException("its content has not the SHA-256 of its first line");
    }
    return JSON.readValue(json, type);
  }
}
