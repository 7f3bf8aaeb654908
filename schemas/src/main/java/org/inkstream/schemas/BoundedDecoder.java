package org.inkstream.schemas;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary decoder, but for lengths: what says that it is longer than the bytes that are left
 * ends the reading, before memory is set aside for it. A record of thirty bytes could otherwise ask
 * for two gigabytes and take the process down.
 *
 * <p>Items of arrays and maps have to take a byte at least, as they do in all our schemas.
 */
final class BoundedDecoder extends Decoder {

  private final BinaryDecoder bytes;
  private final InputStream rest;

  BoundedDecoder(byte[] bytes, int from) {
    this.bytes = DecoderFactory.get().binaryDecoder(bytes, from, bytes.length - from, null);
    this.rest = this.bytes.inputStream();
  }

  /** Fails unless all has been read. */
  void requireEnd() throws IOException {
    if (rest.available() > 0) {
      throw new IOException(rest.available() + " bytes after the end");
    }
  }

  private long bounded(long length) throws IOException {
    if (length < 0 || length > rest.available()) {
      throw new EOFException("length " + length + " with " + rest.available() + " bytes left");
    }
    return length;
  }

  private byte[] block() throws IOException {
    byte[] block = new byte[(int) bounded(bytes.readLong())];
    bytes.readFixed(block);
    return block;
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(block());
  }

  @Override
  public String readString() throws IOException {
    return new Utf8(block()).toString();
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(block());
  }

  @Override
  public void skipBytes() throws IOException {
    bytes.skipFixed((int) bounded(bytes.readLong()));
  }

  @Override
  public long readArrayStart() throws IOException {
    return bounded(bytes.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return bounded(bytes.arrayNext());
  }

  @Override
  public long skipArray() throws IOException {
    return bounded(bytes.skipArray());
  }

  @Override
  public long readMapStart() throws IOException {
    return bounded(bytes.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return bounded(bytes.mapNext());
  }

  @Override
  public long skipMap() throws IOException {
    return bounded(bytes.skipMap());
  }

  @Override
  public void readNull() throws IOException {
    bytes.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return bytes.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return bytes.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return bytes.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return bytes.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return bytes.readDouble();
  }

  @Override
  public void readFixed(byte[] into, int start, int length) throws IOException {
    bytes.readFixed(into, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    bytes.skipFixed(length);
  }

  @Override
  public int readEnum() throws IOException {
    return bytes.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return bytes.readIndex();
  }
}
