/**
 * Containers that hold their own media. What names other files or hosts is left out: playlists (hls,
 * dash), concat scripts, image sequences, devices.
 */
export const CONTAINERS =
  'mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,gif,apng,ivf,obu,m4v,h264,hevc,h263,dv,mxf,nut,rm,wav,w64,aiff,au,caf,mp3,aac,flac,ac3,eac3,amr,ape,wv,tta';
