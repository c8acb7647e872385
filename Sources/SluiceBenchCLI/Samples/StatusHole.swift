/// What varies in a message; `$name` in the texts below.
enum StatusHole: String, Sendable {
    case id
    case userID = "user_id"
    case language
    case date
    case userDate = "user_date"
    case text
    case description
    case name
    case word
    case screenName = "screen_name"
    case token
    case number
    case index
    case color
    case flag
    case offset
    case reply
    case retweeted
    case hashtags
    case links
    case mentions
    case media

    /// A message; `wrapping` another one, or not.
    static func status(wrapping: Bool) -> String {
        let retweet = wrapping ? "\n  \"retweeted_status\": $retweeted," : ""
        return #"""
            {
              "metadata": {
                "result_type": "recent",
                "iso_language_code": "$language"
              },
              "created_at": "$date",
              "id": $id,
              "id_str": "$id",
              "text": "$text",
              "source": "<a href=\"https://apps.example.com/$token\" rel=\"nofollow\">$name</a>",
              "truncated": $flag,
              "in_reply_to_status_id": $reply,
              "in_reply_to_user_id": $reply,
              "in_reply_to_screen_name": null,
              "user": {
                "id": $user_id,
                "id_str": "$user_id",
                "name": "$name",
                "screen_name": "$screen_name",
                "location": "$word",
                "description": "$description",
                "url": "https://t.example/$token",
                "entities": {
                  "description": {
                    "urls": []
                  }
                },
                "protected": $flag,
                "followers_count": $number,
                "friends_count": $number,
                "listed_count": $index,
                "created_at": "$user_date",
                "favourites_count": $number,
                "utc_offset": $offset,
                "time_zone": null,
                "geo_enabled": $flag,
                "verified": $flag,
                "statuses_count": $number,
                "lang": "$language",
                "contributors_enabled": $flag,
                "is_translator": $flag,
                "is_translation_enabled": $flag,
                "profile_background_color": "$color",
                "profile_background_image_url": "http://img.example.com/themes/theme$index/bg.png",
                "profile_background_image_url_https": "https://img.example.com/themes/theme$index/bg.png",
                "profile_background_tile": $flag,
                "profile_image_url": "http://img.example.com/profiles/$user_id/$token-normal.jpeg",
                "profile_image_url_https": "https://img.example.com/profiles/$user_id/$token-normal.jpeg",
                "profile_banner_url": "https://img.example.com/banners/$user_id/$number",
                "profile_link_color": "$color",
                "profile_sidebar_border_color": "$color",
                "profile_sidebar_fill_color": "$color",
                "profile_text_color": "333333",
                "profile_use_background_image": $flag,
                "default_profile": $flag,
                "default_profile_image": $flag,
                "following": $flag,
                "follow_request_sent": $flag,
                "notifications": $flag
              },
              "geo": null,
              "coordinates": null,
              "place": null,
              "contributors": null,\#(retweet)
              "retweet_count": $number,
              "favorite_count": $number,
              "entities": {
                "hashtags": $hashtags,
                "symbols": [],
                "urls": $links,
                "user_mentions": $mentions,
                "media": $media
              },
              "favorited": $flag,
              "retweeted": $flag,
              "possibly_sensitive": $flag,
              "lang": "$language"
            }
            """#
    }

    /// The elements of the lists among a message's entities.
    static let items: [StatusHole: String] = [
        .hashtags: #"""
        {
          "text": "$word",
          "indices": [
            $index,
            $index
          ]
        }
        """#,
        .links: #"""
        {
          "url": "http:\/\/t.example\/$token",
          "expanded_url": "http:\/\/www.example.org\/$screen_name\/$number?ref=$token",
          "display_url": "example.org\/$screen_name\u2026",
          "indices": [
            $index,
            $index
          ]
        }
        """#,
        .mentions: #"""
        {
          "screen_name": "$screen_name",
          "name": "$name",
          "id": $user_id,
          "id_str": "$user_id",
          "indices": [
            $index,
            $index
          ]
        }
        """#,
        .media: #"""
        {
          "id": $id,
          "id_str": "$id",
          "indices": [
            $index,
            $index
          ],
          "media_url": "https://img.example.com/media/$token.jpg",
          "type": "photo",
          "sizes": {
            "small": {
              "w": 340,
              "h": $index,
              "resize": "fit"
            },
            "large": {
              "w": 1024,
              "h": $number,
              "resize": "fit"
            }
          }
        }
        """#,
    ]

    /// What stands after the last message.
    static let closing = #"""

          ],
          "search_metadata": {
            "completed_in": 0.087,
            "max_id": 505874924095815681,
            "max_id_str": "505874924095815681",
            "query": "%E4%B8%80",
            "count": 100,
            "since_id": 0
          }
        }

        """#
}
